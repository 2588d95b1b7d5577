"""Every error this project raises on purpose.

SpbeError                     something a person can act on; its text is Indonesian and says what to do next
├── SettingsError             a setting is missing, unknown or wrong
├── CatalogError              a fact file is malformed, incomplete or contradicts itself
├── DocumentError             a PDF cannot be used; the text says why
├── PageError                 a page cannot be shown; the text says why
├── FetchError                an official document cannot be downloaded; the text says why
├── BackupError               a backup cannot be made or restored; the text says why
├── BusyError                 another process is writing the knowledge base
├── StorageError              the disk is full or cannot be written
├── ModelError                an embedding model is missing or damaged
└── KnowledgeBaseError        there is no usable generation of the knowledge base
    └── MovedError            another generation came into force than the one that was meant
"""


class SpbeError(Exception):
    """Root of all errors raised on purpose; ``str(error)`` is safe to show to a person."""


class SettingsError(SpbeError):
    """A setting is missing, unknown or wrong."""


class CatalogError(SpbeError):
    """A fact file is malformed, incomplete or contradicts itself; the text names file and entry."""


class DocumentError(SpbeError):
    """A PDF cannot be used; the text says why and what to do."""


class PageError(SpbeError):
    """A page cannot be shown: gone, replaced, or not to be drawn; the text says why and what to do."""


class NoTextError(DocumentError):
    """A PDF has no text to read, and will not have any until OCR can read it."""


class FetchError(SpbeError):
    """An official document is not, or cannot be, downloaded; the text says why."""


class BackupError(SpbeError):
    """A backup cannot be made, or an archive cannot be restored; the text says why and what to do."""


class BusyError(SpbeError):
    """Another process is writing the knowledge base."""


class StorageError(SpbeError):
    """The disk is full or cannot be written; nothing that was in force is touched."""


class ModelError(SpbeError):
    """An embedding model is missing or damaged."""


class KnowledgeBaseError(SpbeError):
    """There is no usable generation of the knowledge base."""


class MovedError(KnowledgeBaseError):
    """Another generation came into force than the one that was meant to be replaced; nothing was done."""
