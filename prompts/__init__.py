"""The words given to a language model: Indonesian text files, a new file name for every new version."""
