"""Tests across add-ons, on a full install."""
