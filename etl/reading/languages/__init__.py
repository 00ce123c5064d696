"""Languages as data: each folder holds `LEXICON`, category -> value -> phrases joined by `|`."""
