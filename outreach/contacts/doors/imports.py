"""What imports hang on the doors."""
