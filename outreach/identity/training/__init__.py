"""Learn the numbers that ship with the names kernel from labelled pairs; nothing here runs in the product."""
