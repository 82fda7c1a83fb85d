"""Series and their editions, legs of a roadshow, who goes, and the calendar feeds that show it all."""
