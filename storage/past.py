"""What was said before: all revisions of an article, all words of the analysts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, or_, select

from news.article import Article
from news.review import standing
from storage.articles import select_articles, to_article
from storage.chunks import chunks
from storage.database import Database
from storage.reviews import load_reviews
from storage.store import Word
from storage.tables import articles, reviews, revisions


class SqlPast(Database):
    """A `Past` on an SQL database."""

    def revisions(self, article_id: str) -> list[Article]:
        """Every text of an article, the first one first; none when it is not here."""
        wanted = select_articles().where(articles.c.id == article_id)
        with self.reading() as connection:
            rows = connection.execute(wanted.order_by(revisions.c.revision))
            return [to_article(row) for row in rows]

    def words(self, after: tuple[datetime, str] | None = None, limit: int = 500) -> list[Word]:
        """What analysts said of all articles, oldest first, from behind a word's place on."""
        at, name = reviews.c.at, reviews.c.id
        wanted = select(name, reviews.c.article_id).order_by(at, name).limit(limit)
        if after:
            later = or_(at > after[0], and_(at == after[0], name > after[1]))
            # Said twice, so that the index on instants is used by both databases.
            wanted = wanted.where(at >= after[0], later)
        with self.reading() as connection:
            rows = connection.execute(wanted).all()
            said = {
                word.id: Word(word, stands=word.id in kept)
                for piece in chunks(dict.fromkeys(row.article_id for row in rows))
                # As they were said: under the keys of their day.
                for words in load_reviews(connection, list(piece), {}).values()
                for kept in [{each.id for each in standing(words)}]
                for word in words
            }
        return [said[row.id] for row in rows]
