"""What is being asked: the things a question names, what it wants to know of them, and what it continues."""

from knowledge.question.asked import Question
from knowledge.question.reading import Understanding
from knowledge.question.several import MOST

__all__ = ["MOST", "Question", "Understanding"]
