"""What an article said before: all its revisions."""

from __future__ import annotations

from news.article import Article
from storage.articles import select_articles, to_article
from storage.database import Database
from storage.tables import articles, revisions


class SqlPast(Database):
    """A `Past` on an SQL database."""

    def revisions(self, article_id: str) -> list[Article]:
        """Every text of an article, the first one first; none when it is not here."""
        wanted = select_articles().where(articles.c.id == article_id)
        with self.reading() as connection:
            rows = connection.execute(wanted.order_by(revisions.c.revision))
            return [to_article(row) for row in rows]
