-- Which event applies to which kind of conversation: data, because a platform may learn to tell more.
CREATE TABLE event_applicability (
    event text NOT NULL,
    kind text NOT NULL,
    CONSTRAINT event_applicability_pkey PRIMARY KEY (event, kind),
    CONSTRAINT event_applicability_event_check CHECK (event IN (
        'received', 'queued', 'allocated', 'accepted', 'rejected', 'transferred', 'forwarded', 'ended', 'abandoned'
    )),
    CONSTRAINT event_applicability_kind_check CHECK (kind IN ('chatsIn', 'chatsOut', 'callsIn', 'callsOut'))
);

INSERT INTO event_applicability (event, kind) VALUES
    ('received', 'chatsIn'), ('received', 'callsIn'),
    ('queued', 'chatsIn'), ('queued', 'callsIn'),
    ('allocated', 'chatsIn'), ('allocated', 'callsIn'),
    ('accepted', 'chatsIn'), ('accepted', 'chatsOut'), ('accepted', 'callsIn'), ('accepted', 'callsOut'),
    ('rejected', 'chatsIn'), ('rejected', 'callsIn'), ('rejected', 'callsOut'),
    ('transferred', 'chatsIn'), ('transferred', 'callsIn'),
    ('forwarded', 'chatsIn'), ('forwarded', 'callsIn'),
    ('ended', 'chatsIn'), ('ended', 'chatsOut'), ('ended', 'callsIn'), ('ended', 'callsOut'),
    ('abandoned', 'chatsIn'), ('abandoned', 'callsIn'), ('abandoned', 'callsOut');
