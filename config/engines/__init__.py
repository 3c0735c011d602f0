"""How the product runs on one machine: set-up, embedded engines, supervisor; none of it in production."""
