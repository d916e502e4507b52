"""The words of Fil de Soie: the types every stage speaks in, and pure functions on them.

Standard library only. Nothing here opens a file, a socket or a database.
"""
