"""Where somebody could go next: near roles, what is missing, and which kind of move.

Roles are compared by several rankers, each of which can be explained; their ranks are fused. How
far somebody is from a role is another question, and answered by the skills that it asks for.
"""
