"""How the clean rows of each dataset are made."""
