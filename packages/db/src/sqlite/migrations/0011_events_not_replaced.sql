-- REPLACE deletes without the trigger for deletions where a connection has not turned recursive triggers on.
CREATE TRIGGER `events_are_not_replaced` BEFORE INSERT ON `events`
WHEN EXISTS (SELECT 1 FROM `events` WHERE `id` = NEW.`id`)
BEGIN
	SELECT raise(ABORT, 'UNIQUE: an event is not replaced');
END;
