"""The pages: each gives its content as a tree of components, from a view and what was published."""
