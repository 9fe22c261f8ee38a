"""Pages for people: HTML of every kind of thing in the graph, in three languages, without a script.

For the server, which renders them in its workers, and for the static copy; they know no HTTP.
"""
