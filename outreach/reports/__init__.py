"""Home pages by role and figures across features."""
