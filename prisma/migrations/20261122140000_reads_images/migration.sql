-- Which models take pictures in their messages: descriptions of files are asked of them.
ALTER TABLE "models" ADD COLUMN "reads_images" BOOLEAN NOT NULL DEFAULT false;

-- Those of our own catalogs that do.
UPDATE "models" SET "reads_images" = true
WHERE "resource" = 'chat' AND ("upstream_model" LIKE 'gpt-4o%' OR "upstream_model" LIKE 'gemma3:%');
