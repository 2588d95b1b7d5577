"""Answers quoted from units of PDFs: what is asked (``asked``), units that are one passage (``grouping``), its lines
that say something (``lines``), and which of them are quoted (``choosing``)."""
