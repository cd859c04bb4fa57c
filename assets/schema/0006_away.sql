-- Unread stories that were put away: they count as stories, but not as unread ones of the list.
CREATE INDEX story_away ON story (row) WHERE archived = 1 AND read = 0 AND item = 0;
