"""Tenants, members, roles and hours; the guard that refuses unscoped queries."""
