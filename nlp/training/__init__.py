"""Training of the models of names: declared data in, weights out, the same ones every time."""
