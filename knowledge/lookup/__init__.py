"""Answers about named things: looked up in the catalog or among the units, never searched.

Order matters: the first lookup that has something to say wins.
"""

from knowledge.lookup.absent import absent
from knowledge.lookup.agencies import across
from knowledge.lookup.arithmetic import arithmetic
from knowledge.lookup.articles import article
from knowledge.lookup.bands import band, crossing
from knowledge.lookup.cells import cell
from knowledge.lookup.chapters import chapter
from knowledge.lookup.closings import closing
from knowledge.lookup.comparing import regimes
from knowledge.lookup.context import Context, Lookup, Outcome
from knowledge.lookup.dates import timeline
from knowledge.lookup.extents import extent
from knowledge.lookup.figures import conversion, predicate, score
from knowledge.lookup.indicators import indicator
from knowledge.lookup.levels import level, versus, which
from knowledge.lookup.lists import aspect, listing
from knowledge.lookup.rows import table
from knowledge.lookup.sanctions import sanction
from knowledge.lookup.statements import statement
from knowledge.lookup.statuses import standing
from knowledge.lookup.terms import definition, formula, mapping, regulation, term, topic
from knowledge.lookup.weights import count, weight

LOOKUPS: tuple[Lookup, ...] = (
    table,  # a row of a table that the catalog does not know; before all that would take its words for the catalog's
    absent,  # a number that does not exist, before anything is made of it
    standing,  # whether a document is in force; before article, which would quote it without a verdict
    sanction,  # every article of a document that states one, also for a deed that another article names; before article
    article,  # "Pasal 8 Perpres 95/2018" names its place exactly
    chapter,  # what "BAB III" of a document holds
    extent,  # how many articles, chapters, pages a document has
    closing,  # who signed a document; before regulation, which knows only dates
    statement,  # what a document states of somebody; before what tells of the subject in general
    arithmetic,  # levels with "indeks"; before all that would take its indicators or values for its own
    regimes,  # the two regimes side by side; before what would tell of each alone
    conversion,  # an outside index with a value; before predicate, which takes any value
    predicate,  # a value with "predikat"
    across,  # agencies beside each other; before score, which tells one agency's own
    score,  # an agency's or the nation's index of a year
    crossing,  # where two numbered levels meet in a table; before band, which takes each for a value
    band,  # a value in the ranges of a table
    cell,  # a cell of a table, by row and column; before the cards, which its row's name would call up
    mapping,  # SPBE evidence for Pemdi; names indicators, but asks of their relation
    weight,  # a weight; before the cards, which show it among other things
    versus,  # two levels side by side; before level, which tells each alone
    which,  # "mulai level berapa"
    level,  # an indicator's level
    timeline,  # dates of 2026; before topic, which knows of schedules in general
    definition,  # what a document defines; before topic, which speaks in our words
    count,  # how many indicators, aspects, levels; before topic, which tells counts among other things
    listing,  # indicators of a domain or about a subject
    topic,  # one point with an answer of its own; before the general cards
    regulation,  # a document's status
    formula,  # how an index is computed
    indicator,  # an indicator's card
    aspect,  # an aspect and its indicators
    term,  # a definition; last, since most questions contain some term
)

# What is shown of a subject whatever was asked of it: whether that answers is judged afterwards.
CARDS = frozenset({level, versus, which, definition, indicator})
# What is told of a subject in our words; whether the thing asked for is among it is judged afterwards.
POINTS = frozenset({topic})

__all__ = ["CARDS", "LOOKUPS", "POINTS", "Context", "Lookup", "Outcome"]
