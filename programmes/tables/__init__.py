"""Tables of the programmes app, one module a noun; `base` and `cells` serve every app."""
