"""The questions: each module has `measure(settings)`, which yields tables as they are done."""
