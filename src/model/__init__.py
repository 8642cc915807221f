"""The model: tables, features, learning, scoring and the registry that keeps what was learned."""
