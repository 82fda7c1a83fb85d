"""What people and organisations hang on the doors."""
