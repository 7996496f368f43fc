"""The pages of docs/ that are made from the program, by path below docs/."""
