namespace SnapshotSeed.IntegrationTests.Gallery;

/// <summary>
/// A thousand more rows in every table of the gallery of which a snapshot has only a part, with keys above all others.
/// </summary>
internal static class AppendedRows
{
    /// <summary>Rows that reference each other, as of users who have just come.</summary>
    public static string AmongThemselves => Sql(isOld: "false");

    /// <summary>
    /// Every other one references old rows, as of users who go on. Where a key begins with a reference all reference
    /// new ones: else their keys would not be above all others.
    /// </summary>
    public static string WithOldRows => Sql(isOld: "n % 2 = 0");

    private static string Sql(string isOld) =>
        $$$"""
            CREATE FUNCTION pg_temp.new_id(n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS
                $$ SELECT ('ffffffff-ffff-4fff-bfff-' || lpad(n::text, 12, '0'))::uuid $$;
            CREATE FUNCTION pg_temp.user_of(n bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS
                $$ SELECT CASE WHEN {{{isOld}}} THEN 1 + n % 300 ELSE 1000000 + n END $$;
            CREATE FUNCTION pg_temp.tag_of(n bigint) RETURNS integer LANGUAGE sql IMMUTABLE AS
                $$ SELECT (CASE WHEN {{{isOld}}} THEN 1 + n % 240 ELSE 1000000 + n END)::integer $$;
            CREATE FUNCTION pg_temp.item_of(n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS
                $$ SELECT CASE
                    WHEN {{{isOld}}} THEN md5('content_items/' || 1 + n % 2700)::uuid ELSE pg_temp.new_id(n) END $$;
            CREATE TEMPORARY TABLE appended AS
                SELECT n, timestamptz '2030-01-01' + n * interval '1 hour' AS at
                FROM generate_series(1::bigint, 1000) AS n;

            INSERT INTO users (id, handle, email, created_at)
                SELECT 1000000 + n, 'new' || n, 'new' || n || '@example.org', at FROM appended;
            INSERT INTO tags (id, name, created_at) OVERRIDING SYSTEM VALUE
                SELECT 1000000 + n, 'new-' || n, at FROM appended;
            INSERT INTO tag_parents (tag_id, parent_id)
                SELECT 1000000 + n, CASE WHEN {{{isOld}}} THEN 1 + n % 240 ELSE 1000001 + n % 1000 END FROM appended;
            INSERT INTO tag_cardinality_stats (tag_id, item_count, histogram, share, counted_on)
                SELECT 1000000 + n, n, '{}', 0.5, at::date FROM appended;
            INSERT INTO models_checkpoints (id, model_id, file_name, size_bytes, digest) OVERRIDING SYSTEM VALUE
                SELECT 1000000 + n, (SELECT min(id) FROM available_models), 'new', n, '' FROM appended;
            INSERT INTO content_items (id, creator_id, title, width, height, created_at)
                SELECT pg_temp.new_id(n), pg_temp.user_of(n), 'new', 64, 64, at FROM appended;
            INSERT INTO content_items_auto (id, creator_id, source, title, score, created_at)
                SELECT pg_temp.new_id(n), pg_temp.user_of(n), 'web', 'new', 0, at FROM appended;
            INSERT INTO content_items_ext (content_id, metadata) SELECT pg_temp.new_id(n), '{}' FROM appended;
            INSERT INTO content_items_auto_ext (content_id, metadata) SELECT pg_temp.new_id(n), '{}' FROM appended;
            INSERT INTO content_tags (content_source, content_id, tag_id)
                SELECT 'items', pg_temp.new_id(n), pg_temp.tag_of(n) FROM appended;
            INSERT INTO generation_jobs (id, user_id, content_item_id, status, params, created_at)
                SELECT pg_temp.new_id(n), pg_temp.user_of(n), pg_temp.item_of(n), 'done', '{}', at FROM appended;
            INSERT INTO user_notifications (id, user_id, kind, content_item_id, job_id, body, created_at)
                SELECT
                    1000000 + n, pg_temp.user_of(n), 'job_done', pg_temp.item_of(n),
                    CASE WHEN {{{isOld}}} THEN NULL ELSE pg_temp.new_id(n) END, 'new', at
                FROM appended;
            INSERT INTO user_search_history (id, user_id, query, hits, searched_at) OVERRIDING SYSTEM VALUE
                SELECT 1000000 + n, pg_temp.user_of(n), 'new', 0, at FROM appended;
            INSERT INTO user_interactions (id, user_id, content_item_id, action, created_at)
                SELECT 1000000 + n, pg_temp.user_of(n), pg_temp.item_of(n), 'view', at FROM appended;
            INSERT INTO recommendations (user_id, rank, content_item_id, score, made_on)
                SELECT 1000000 + n, 1, pg_temp.item_of(n), 0, at::date FROM appended;
            INSERT INTO flagged_content (id, content_item_id, reporter_id, reviewer_id, reason, created_at)
                OVERRIDING SYSTEM VALUE
                SELECT 1000000 + n, pg_temp.item_of(n), pg_temp.user_of(n), pg_temp.user_of(n), 'new', at
                FROM appended;
            INSERT INTO tag_ratings (id, user_id, tag_id, rating, rated_at)
                SELECT 1000000 + n, 1000000 + n, pg_temp.tag_of(n), 1, at FROM appended;
            INSERT INTO bookmarks (id, user_id, content_item_id, created_at) OVERRIDING SYSTEM VALUE
                SELECT 1000000 + n, pg_temp.user_of(n), pg_temp.item_of(n), at FROM appended;
            INSERT INTO bookmark_categories (id, user_id, parent_id, name)
                SELECT
                    1000000 + n, pg_temp.user_of(n),
                    CASE WHEN n % 3 > 0 THEN NULL WHEN {{{isOld}}} THEN 1 + n % 600 ELSE 999999 + n END, 'new'
                FROM appended;
            INSERT INTO bookmark_category_members (user_id, category_id, bookmark_id, added_at)
                SELECT pg_temp.user_of(n), 1000000 + n, 1000000 + n, at FROM appended WHERE NOT ({{{isOld}}});
            INSERT INTO generation_metrics_hourly (hour, source, jobs, failed, gpu_cost)
                SELECT at, 'api', n, 0, 0 FROM appended;
            INSERT INTO generation_events (created_at, event) SELECT at, 'new' FROM appended;
            INSERT INTO route_analytics (route, method, hits, statuses)
                SELECT (SELECT max(route) FROM route_analytics) || n, 'GET', 0, '{}' FROM appended;
            INSERT INTO route_analytics_hourly (id, route, method, hour, hits)
                SELECT 1000000 + n, 'new', 'GET', at, 0 FROM appended;
            """;
}
