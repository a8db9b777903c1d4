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
CREATE TABLE theme_names (
            name_id INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            contents BLOB NOT NULL,      
            named_ns INTEGER NOT NULL
        );
INSERT INTO "theme_names" VALUES(1,'Cats',X'3131313131313131313131313131313132323232323232323232323232323232',1795237320815287639);
COMMIT;
PRAGMA user_version = 2;
