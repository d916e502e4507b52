"""One module a schema, named by number; a released one is never edited again."""
