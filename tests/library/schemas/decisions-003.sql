BEGIN TRANSACTION;
CREATE TABLE documents (
            library_key TEXT NOT NULL,
            name TEXT NOT NULL,
            content TEXT NOT NULL,       
            PRIMARY KEY (library_key, name)
        ) WITHOUT ROWID;
INSERT INTO "documents" VALUES('abc','history','{"undo": [1]}');
CREATE TABLE folders (
            path BLOB PRIMARY KEY,
            is_locked INTEGER NOT NULL DEFAULT 0,
            is_preferred INTEGER NOT NULL DEFAULT 0
        ) WITHOUT ROWID;
INSERT INTO "folders" VALUES(X'2F70686F746F73',1,0);
CREATE TABLE marks (
            library_key TEXT NOT NULL,
            path BLOB NOT NULL,
            content_hash BLOB NOT NULL,
            mark TEXT NOT NULL,
            decided_ns INTEGER NOT NULL,
            PRIMARY KEY (library_key, path)
        ) WITHOUT ROWID;
INSERT INTO "marks" VALUES('abc',X'2F70686F746F732F612E6A7067',X'31313131313131313131313131313131','trash',1795237320815287639);
CREATE TABLE not_duplicates (
            first BLOB NOT NULL,         
            second BLOB NOT NULL,
            verdict TEXT NOT NULL,       
            decided_ns INTEGER NOT NULL,
            PRIMARY KEY (first, second)
        ) WITHOUT ROWID;
INSERT INTO "not_duplicates" VALUES(X'31313131313131313131313131313131',X'32323232323232323232323232323232','different',1795237320796421531);
CREATE TABLE review_decisions (
            step_id INTEGER NOT NULL REFERENCES review_steps ON DELETE CASCADE,
            place INTEGER NOT NULL,
            kind TEXT NOT NULL,          
            photos TEXT NOT NULL,        
            before,                      
            after,
            PRIMARY KEY (step_id, place)
        ) WITHOUT ROWID;
INSERT INTO "review_decisions" VALUES(1,0,'mark','1',NULL,'trash');
CREATE TABLE review_photos (
            photo_id INTEGER PRIMARY KEY,
            library_key TEXT NOT NULL,
            path BLOB NOT NULL,          
            content_hash BLOB NOT NULL,
            UNIQUE (library_key, path, content_hash)
        );
INSERT INTO "review_photos" VALUES(1,'abc',X'2F70686F746F732F612E6A7067',X'00000000000000000000000000000000');
CREATE TABLE review_steps (
            step_id INTEGER PRIMARY KEY, 
            library_key TEXT NOT NULL,
            action TEXT NOT NULL,
            is_undone INTEGER NOT NULL DEFAULT 0
        );
INSERT INTO "review_steps" VALUES(1,'abc','mark',0);
CREATE TABLE review_versions (
            library_key TEXT PRIMARY KEY,
            version INTEGER NOT NULL     
        ) WITHOUT ROWID;
INSERT INTO "review_versions" VALUES('abc',1);
CREATE TABLE theme_names (
            name_id INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            contents BLOB NOT NULL,      
            named_ns INTEGER NOT NULL
        );
INSERT INTO "theme_names" VALUES(1,'Cats',X'3131313131313131313131313131313132323232323232323232323232323232',1795237320815287639);
CREATE INDEX review_steps_of_library ON review_steps (library_key, step_id);
COMMIT;
PRAGMA user_version = 3;
