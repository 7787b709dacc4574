-- Orleans' ADO.NET providers carry no SQL of their own: at start they read it from this table by key, and match
-- parameters and result columns by name. A missing row stops the silo from starting. 0002 to 0004 fill it: 20 rows.
CREATE TABLE OrleansQuery
(
    querykey  varchar(64)   NOT NULL,
    querytext varchar(8000) NOT NULL,

    CONSTRAINT orleansquery_key PRIMARY KEY (querykey)
);
