BEGIN TRANSACTION;
CREATE TABLE contents (
            content_id INTEGER PRIMARY KEY,
            content_hash BLOB NOT NULL UNIQUE,
            pixel_hash BLOB NOT NULL,
            perceptual_hash BLOB NOT NULL,
            width_px INTEGER NOT NULL,
            height_px INTEGER NOT NULL,
            format TEXT NOT NULL,
            taken_ns INTEGER,
            camera TEXT,
            camera_serial TEXT,
            latitude REAL,
            longitude REAL,
            jpeg_quality INTEGER,
            sharpness REAL NOT NULL,
            is_blank INTEGER NOT NULL,
            has_exif INTEGER NOT NULL,
            software TEXT,
            keywords TEXT NOT NULL,      
            rating INTEGER
        , exposure TEXT NOT NULL DEFAULT '[]', palette_bits INTEGER, reader_version INTEGER NOT NULL DEFAULT 1, holdings TEXT, utc_offset_min INTEGER, taken_step_s INTEGER NOT NULL DEFAULT 1, is_shot_time INTEGER NOT NULL DEFAULT 1, damage TEXT, words_version INTEGER NOT NULL DEFAULT 0);
INSERT INTO "contents" VALUES(1,X'612E6A70670000000000000000000000',X'00000000000000000000000000000000',X'0000000000000000000000000000000000000000000000000000000000000000',40,30,'JPEG',77,'X',NULL,NULL,NULL,NULL,0.0,0,0,NULL,'["sea"]',4,'[0.025, 2.2, 32.0, 1.33]',NULL,1,NULL,NULL,1,1,NULL,0);
INSERT INTO "contents" VALUES(2,X'622E6A70670000000000000000000000',X'00000000000000000000000000000000',X'0000000000000000000000000000000000000000000000000000000000000000',40,30,'JPEG',NULL,NULL,NULL,NULL,NULL,NULL,0.0,0,0,NULL,'[]',NULL,'[]',NULL,1,NULL,NULL,1,1,NULL,1);
CREATE TABLE grounds (
            content_id INTEGER PRIMARY KEY REFERENCES contents ON DELETE CASCADE,
            hashes BLOB NOT NULL         
        );
INSERT INTO "grounds" VALUES(1,X'6868686868686868686868686868686868686868686868686868686868686868');
CREATE TABLE looks (
            a INTEGER NOT NULL REFERENCES contents ON DELETE CASCADE,
            b INTEGER NOT NULL REFERENCES contents ON DELETE CASCADE,
            kind INTEGER NOT NULL,
            confidence REAL NOT NULL,
            edits INTEGER NOT NULL,
            regions TEXT NOT NULL,       
            trouble TEXT NOT NULL,       
            PRIMARY KEY (a, b)
        ) WITHOUT ROWID;
INSERT INTO "looks" VALUES(1,2,6,0.5,0,'[["content", "", 3.1, 0.1, 0.2, 0.3, 0.4]]','');
CREATE TABLE matched (
            model_key TEXT NOT NULL,
            content_id INTEGER NOT NULL REFERENCES contents ON DELETE CASCADE,
            PRIMARY KEY (model_key, content_id)
        ) WITHOUT ROWID;
INSERT INTO "matched" VALUES('net-1',1);
INSERT INTO "matched" VALUES('net-1',2);
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
INSERT INTO "meta" VALUES('pairs_version',1);
INSERT INTO "meta" VALUES('photos_version',1);
CREATE TABLE pairs (
            model_key TEXT NOT NULL,
            a INTEGER NOT NULL REFERENCES contents ON DELETE CASCADE,
            b INTEGER NOT NULL REFERENCES contents ON DELETE CASCADE,
            similarity REAL NOT NULL,
            confidence REAL NOT NULL,
            kind INTEGER NOT NULL,
            edits INTEGER NOT NULL,
            transform BLOB NOT NULL,     
            coverage REAL NOT NULL,
            PRIMARY KEY (model_key, a, b)
        ) WITHOUT ROWID;
INSERT INTO "pairs" VALUES('net-1',1,2,1.0,0.5,3,0,X'0000C07F0000C07F0000C07F0000C07F0000C07F0000C07F',1.0);
CREATE TABLE parts (
            part_id INTEGER PRIMARY KEY,
            model_key TEXT NOT NULL,
            content_id INTEGER NOT NULL REFERENCES contents ON DELETE CASCADE,
            vectors BLOB NOT NULL,       
            UNIQUE (model_key, content_id)
        );
INSERT INTO "parts" VALUES(1,'net-1',1,X'7F000000007F0000');
CREATE TABLE photos (
            photo_id INTEGER PRIMARY KEY,
            path BLOB NOT NULL UNIQUE,   
            folder BLOB NOT NULL,
            root BLOB NOT NULL,
            name TEXT NOT NULL,          
            sort_name TEXT NOT NULL,     
            sort_time_ns INTEGER NOT NULL,
            size_bytes INTEGER NOT NULL,
            mtime_ns INTEGER NOT NULL,
            device TEXT NOT NULL,        
            inode TEXT NOT NULL,
            content_id INTEGER REFERENCES contents,  
            reason TEXT,
            detail TEXT,
            is_online INTEGER NOT NULL DEFAULT 1
        , reader_version INTEGER NOT NULL DEFAULT 1, companions TEXT NOT NULL DEFAULT '');
INSERT INTO "photos" VALUES(1,X'2F70686F746F732F612E6A7067',X'2F70686F746F73',X'2F70686F746F73','a.jpg','a.jpg',77,10,5,'1','9223372036854775815',1,NULL,NULL,1,1,'film,edits');
INSERT INTO "photos" VALUES(2,X'2F70686F746F732F622E6A7067',X'2F70686F746F73',X'2F70686F746F73','b.jpg','b.jpg',5,10,5,'1','9223372036854775815',2,NULL,NULL,1,1,'');
INSERT INTO "photos" VALUES(3,X'2F70686F746F732F632E6A7067',X'2F70686F746F73',X'2F70686F746F73','c.jpg','c.jpg',5,10,5,'1','9223372036854775815',NULL,'truncated','ends early',1,1,'');
CREATE TABLE sidecars (
            photo_id INTEGER PRIMARY KEY REFERENCES photos ON DELETE CASCADE,
            stamp TEXT NOT NULL,         
            rating INTEGER,              
            is_picked INTEGER NOT NULL,
            keywords TEXT NOT NULL,      
            caption TEXT NOT NULL
        );
INSERT INTO "sidecars" VALUES(1,'5 400 .jpg.xmp',4,1,'harbour','At the harbour');
CREATE TABLE vectors (
            model_key TEXT NOT NULL,
            content_id INTEGER NOT NULL REFERENCES contents ON DELETE CASCADE,
            vector BLOB NOT NULL,        
            PRIMARY KEY (model_key, content_id)
        ) WITHOUT ROWID;
INSERT INTO "vectors" VALUES('net-1',1,X'003C000000000000');
INSERT INTO "vectors" VALUES('net-1',2,X'0000003C00000000');
CREATE TABLE words (
            content_id INTEGER PRIMARY KEY REFERENCES contents ON DELETE CASCADE,
            keywords TEXT NOT NULL,      
            caption TEXT NOT NULL,
            lens TEXT NOT NULL
        );
INSERT INTO "words" VALUES(1,'sea','','');
INSERT INTO "words" VALUES(2,'','On the beach','EF 50mm');
CREATE VIRTUAL TABLE words_index USING
            fts5(keywords, caption, content = 'words', content_rowid = 'content_id',
                 tokenize = 'trigram');
INSERT INTO words_index (words_index) VALUES ('rebuild');
CREATE VIRTUAL TABLE names_index USING
            fts5(name, content = 'photos', content_rowid = 'photo_id', tokenize = 'trigram');
INSERT INTO names_index (names_index) VALUES ('rebuild');
CREATE INDEX photos_of_content ON photos (content_id);
CREATE INDEX photos_by_time
            ON photos (sort_time_ns, sort_name, photo_id, content_id, is_online);
CREATE INDEX photos_by_name ON photos (sort_name, photo_id, content_id, is_online);
CREATE INDEX photos_by_size
            ON photos (size_bytes, sort_name, photo_id, content_id, is_online);
CREATE INDEX photos_by_folder
            ON photos (folder, sort_name, photo_id, content_id, is_online);
CREATE INDEX photos_by_path ON photos (path, content_id, photo_id, is_online);
CREATE INDEX pairs_by_b ON pairs (b);
CREATE INDEX looks_by_b ON looks (b);
CREATE INDEX damaged_contents ON contents (content_id) WHERE damage IS NOT NULL;
CREATE INDEX words_by_lens ON words (lens) WHERE lens != '';
CREATE INDEX contents_by_camera ON contents (camera) WHERE camera IS NOT NULL;
CREATE INDEX contents_without_words ON contents (content_id) WHERE words_version < 1;
CREATE INDEX sidecars_by_rating ON sidecars (rating) WHERE rating IS NOT NULL;
CREATE TRIGGER names_index_added AFTER INSERT ON photos BEGIN
            INSERT INTO names_index (rowid, name) VALUES (new.photo_id, new.name);
        END;
CREATE TRIGGER names_index_removed AFTER DELETE ON photos BEGIN
            INSERT INTO names_index (names_index, rowid, name)
                VALUES ('delete', old.photo_id, old.name);
        END;
CREATE TRIGGER names_index_changed AFTER UPDATE OF name ON photos
            WHEN old.name IS NOT new.name BEGIN
            INSERT INTO names_index (names_index, rowid, name)
                VALUES ('delete', old.photo_id, old.name);
            INSERT INTO names_index (rowid, name) VALUES (new.photo_id, new.name);
        END;
CREATE TRIGGER words_index_added AFTER INSERT ON words BEGIN
            INSERT INTO words_index (rowid, keywords, caption)
                VALUES (new.content_id, new.keywords, new.caption);
        END;
CREATE TRIGGER words_index_removed AFTER DELETE ON words BEGIN
            INSERT INTO words_index (words_index, rowid, keywords, caption)
                VALUES ('delete', old.content_id, old.keywords, old.caption);
        END;
COMMIT;
PRAGMA user_version = 14;
