"""Vietnamese text: what carries no information is taken away, comparison keys are made. Knows no schema."""
