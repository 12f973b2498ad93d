"""Write the small files into the repository."""

from tests.support.hostile import write

write()
