"""Tests of the contacts room."""
