"""The measuring contracts: the product's own functions on given material. They touch no store."""
