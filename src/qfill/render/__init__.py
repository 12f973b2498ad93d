"""Results as text for a terminal, as json and as the formats of other programs."""
