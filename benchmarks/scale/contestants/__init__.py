"""What is measured: a module an engine and work, with `prepare(arguments)` that returns the work to be timed."""
