"""All that the desk does, as JSON: the same work as the pages', told to programs."""
