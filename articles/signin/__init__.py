"""The door, by django-allauth: name and password, second factor, own sessions; and what an
administrator does to somebody's account.
"""
