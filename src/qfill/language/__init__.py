"""Words and languages: normalising, stemming, the security lexicon, which language a text is in."""
