-- Support tickets from Kafka to Kafka, with category, urgency and tags by Gemini.
-- sql-client.sh -f triage.sql, with gleaner-sql.jar and flink-sql-connector-kafka in Flink's lib/.

-- Rows in work for each subtask; as many requests may be under way. The default is 10.
SET 'table.exec.async-ml-predict.max-concurrent-operations' = '1000';
-- A slow row holds up nobody. Without watermarks, that is; so there is no event time here.
SET 'table.exec.async-ml-predict.output-mode' = 'ALLOW_UNORDERED';
-- No timeout of Flink's: it would fail the job. Calls end by themselves, and wait out an outage.
SET 'table.exec.async-ml-predict.timeout' = '0 s';
SET 'execution.checkpointing.interval' = '10 s';

CREATE TABLE tickets (
  id BIGINT,
  subject STRING,
  body STRING,
  photo BYTES
) WITH (
  'connector' = 'kafka',
  'topic' = 'tickets',
  'properties.bootstrap.servers' = 'kafka:9092',
  'properties.group.id' = 'triage',
  'scan.startup.mode' = 'earliest-offset',
  'scan.bounded.mode' = 'latest-offset',
  'format' = 'json'
);

CREATE TABLE triaged (
  id BIGINT,
  category STRING,
  urgency INT,
  tags ARRAY<STRING>,
  customer ROW<name STRING, id STRING>,
  tokens INT,
  status STRING,
  error STRING
) WITH (
  'connector' = 'kafka',
  'topic' = 'triaged',
  'properties.bootstrap.servers' = 'kafka:9092',
  'format' = 'json'
);

CREATE MODEL triage
INPUT (`subject` STRING, `body` STRING, `photo` BYTES)
OUTPUT (
  `category` STRING,
  `urgency` INT,
  `tags` ARRAY<STRING>,
  `customer` ROW<`name` STRING, `id` STRING>,
  `usage` ROW<`promptTokenCount` INT, `candidatesTokenCount` INT, `totalTokenCount` INT>,
  `status` STRING,
  `error` STRING
) WITH (
  'provider' = 'gemini',
  'model' = 'gemini-3.5-flash',
  'endpoint' = 'https://api.cometapi.com',
  'api-key' = 'env:COMETAPI_KEY',
  'prompt.system' = 'You sort the tickets of a shop.',
  'prompt' = 'Classify this ticket.

Subject: {{subject?}}
{{body}}',
  'thinking.level' = 'low',
  'output.category.enum' = 'billing;shipping;other',
  'output.category.required' = 'true',
  'output.category.description' = 'What it is about.',
  'output.urgency.description' = 'From 1, whenever, to 5, now.',
  'output.customer.id.description' = 'The customer number, if the ticket names one.',
  'output.usage.metadata' = 'usageMetadata',
  'output.status.metadata' = 'status',
  'output.error.metadata' = 'error'
);

-- Every ticket comes out; a failed call has a status other than OK, and NULL for an answer.
INSERT INTO triaged
SELECT id, category, urgency, tags, customer, `usage`.totalTokenCount, status, error
FROM ML_PREDICT(TABLE tickets, MODEL triage, DESCRIPTOR(subject, body, photo));
