"""A language model's server that is none: a test program that copies sentences out, or lies on order.

It answers as OpenAI-compatible servers do and needs neither weights nor a network. What it writes is
never a summary of any quality.
"""
