"""Tests of the store and the broker that come along."""
