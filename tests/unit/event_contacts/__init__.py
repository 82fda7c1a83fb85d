"""Tests of the event contacts room."""
