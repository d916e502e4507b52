"""The way from every earlier schema to this one, applied by alembic when a store is opened."""
