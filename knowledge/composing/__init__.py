"""Answers put into words by a language model, held to their sources (the ``LLM`` setting).

``composer`` turns an answer of quotes into one of sentences; ``prompt`` says what the model is given, ``chat`` asks it
with a deadline, ``checking`` drops every sentence that its sources do not carry (``claims``, ``numerals``,
``wording``); ``budget`` and ``breaker`` say when it is not asked at all. Whatever goes wrong, the answer of quotes is
given.
"""
