"""Data quality for population data: đúng, đủ, sạch, sống.

Nothing heavy is imported here: `import dq` and `dq --help` stay instant.
"""

__version__ = "0.1.0"
