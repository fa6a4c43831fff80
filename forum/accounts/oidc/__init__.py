"""Talking with a provider of OpenID Connect: the code flow with PKCE, and believing no answer unchecked.

`conversation` is what the commands use. Loading it takes half a second (it speaks HTTP), so that happens
when the first person signs in this way; `problems` is for everybody.
"""
