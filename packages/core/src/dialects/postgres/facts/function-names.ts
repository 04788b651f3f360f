/** pg_proc of PostgreSQL 15, provolatile = 'v': a new value for every row, or an effect. With those of later
 * versions (manual 17, Mathematical Functions; manual 18, UUID Functions) and of uuid-ossp and pgcrypto. */
export const volatileFunctions: ReadonlySet<string> = namesOf(`
  clock_timestamp current_query currval gen_random_bytes gen_random_uuid gen_salt lastval nextval
  pg_advisory_lock pg_advisory_lock_shared pg_advisory_unlock pg_advisory_unlock_all
  pg_advisory_unlock_shared pg_advisory_xact_lock pg_advisory_xact_lock_shared pg_cancel_backend
  pg_current_logfile pg_notify pg_reload_conf pg_replication_slot_advance pg_sequence_last_value pg_sleep
  pg_sleep_for pg_sleep_until pg_stat_clear_snapshot pg_stat_force_next_flush pg_stat_reset
  pg_stat_reset_replication_slot pg_stat_reset_shared pg_stat_reset_single_function_counters
  pg_stat_reset_single_table_counters pg_stat_reset_slru pg_stat_reset_subscription_stats pg_switch_wal
  pg_terminate_backend pg_try_advisory_lock pg_try_advisory_lock_shared pg_try_advisory_xact_lock
  pg_try_advisory_xact_lock_shared pg_xact_status random random_normal set_config setseed setval timeofday
  txid_status uuid_generate_v1 uuid_generate_v1mc uuid_generate_v4 uuidv4 uuidv7
`)

/** pg_proc of PostgreSQL 15, provolatile = 'i' or 's', without functions that only the server calls. With those
 * of uuid-ossp, pgcrypto, unaccent and pg_trgm. */
export const steadyFunctions: ReadonlySet<string> = namesOf(`
  abbrev abs acos acosd acosh age any_value area array_agg array_append array_dims array_fill array_length
  array_lower array_ndims array_position array_positions array_prepend array_remove array_replace
  array_to_json array_to_string array_to_tsvector array_upper ascii asin asind asinh atan atan2 atan2d
  atand atanh avg bit bit_and bit_count bit_length bit_or bit_xor bool bool_and bool_or box bpchar
  broadcast btrim cardinality cbrt ceil ceiling center char char_length character_length chr cidr circle
  coalesce col_description concat concat_ws convert convert_from convert_to corr cos cosd cosh cot cotd
  count covar_pop covar_samp crypt cume_dist current_database current_schema current_schemas
  current_setting current_user date date_bin date_part date_trunc datemultirange daterange decode degrees
  dense_rank diagonal diameter digest div encode enum_first enum_last enum_range every exp extract
  factorial family first_value float4 float8 floor format format_type gcd generate_series
  generate_subscripts get_bit get_byte get_current_ts_config getdatabaseencoding greatest
  has_table_privilege hashtext height hmac host hostmask inet_client_addr inet_client_port
  inet_server_addr inet_server_port initcap int2 int4 int4multirange int4range int8 int8multirange
  int8range interval is_normalized isclosed isempty isfinite ishorizontal isopen isparallel isperp
  isvertical json_agg json_array_elements json_array_elements_text json_array_length json_build_array
  json_build_object json_each json_each_text json_extract_path json_extract_path_text json_object
  json_object_agg json_object_keys json_populate_record json_populate_recordset json_strip_nulls
  json_to_record json_to_tsvector json_typeof jsonb_agg jsonb_array_elements jsonb_array_elements_text
  jsonb_array_length jsonb_build_array jsonb_build_object jsonb_each jsonb_each_text jsonb_extract_path
  jsonb_extract_path_text jsonb_insert jsonb_object jsonb_object_agg jsonb_object_keys jsonb_path_exists
  jsonb_path_exists_tz jsonb_path_match jsonb_path_match_tz jsonb_path_query jsonb_path_query_array
  jsonb_path_query_array_tz jsonb_path_query_first jsonb_path_query_first_tz jsonb_path_query_tz
  jsonb_populate_record jsonb_populate_recordset jsonb_pretty jsonb_set jsonb_set_lax jsonb_strip_nulls
  jsonb_to_record jsonb_to_recordset jsonb_to_tsvector jsonb_typeof justify_days justify_hours
  justify_interval lag last_value lcm lead least left length like like_escape line ln localtimestamp log
  log10 lower lower_inc lower_inf lpad lseg ltrim macaddr macaddr8 macaddr8_set7bit make_date
  make_interval make_time make_timestamp make_timestamptz makeaclitem masklen max md5 min min_scale mod
  mode money multirange mxid_age name nameconcatoid netmask network normalize notlike now npoints
  nth_value ntile nullif num_nonnulls num_nulls numeric numeric_div_trunc numeric_exp numeric_inc
  numeric_ln numeric_log numeric_sqrt nummultirange numnode numrange obj_description octet_length oid
  oidvectortypes overlaps overlay parse_ident path pclose percent_rank percentile_cont percentile_disc
  pg_available_extension_versions pg_available_extensions pg_backend_pid pg_char_to_encoding
  pg_client_encoding pg_collation_for pg_column_compression pg_column_is_updatable pg_column_size
  pg_conf_load_time pg_config pg_current_snapshot pg_current_xact_id pg_current_xact_id_if_assigned
  pg_cursor pg_describe_object pg_encoding_max_length pg_encoding_to_char pg_event_trigger_ddl_commands
  pg_event_trigger_dropped_objects pg_event_trigger_table_rewrite_oid
  pg_event_trigger_table_rewrite_reason pg_extension_update_paths pg_filenode_relation
  pg_get_serial_sequence pg_has_role pg_identify_object pg_identify_object_as_address
  pg_is_other_temp_schema pg_listening_channels pg_my_temp_schema pg_partition_root
  pg_postmaster_start_time pg_prepared_statement pg_relation_filenode pg_relation_filepath
  pg_relation_is_publishable pg_relation_is_updatable pg_replication_origin_oid pg_sequence_parameters
  pg_settings_get_flags pg_size_bytes pg_size_pretty pg_tablespace_databases pg_tablespace_location
  pg_timezone_abbrevs pg_timezone_names pg_trigger_depth pg_typeof pg_wal_lsn_diff pg_walfile_name
  pg_walfile_name_offset phraseto_tsquery pi plainto_tsquery point polygon popen position pow power
  querytree quote_ident quote_literal quote_nullable radians radius range_agg range_intersect_agg
  range_merge rank regclass regexp_count regexp_instr regexp_like regexp_match regexp_matches
  regexp_replace regexp_split_to_array regexp_split_to_table regexp_substr repeat replace reverse right
  round row_number row_security_active row_to_json rpad rtrim satisfies_hash_partition scale session_user
  set_bit set_byte set_masklen setweight sha224 sha256 sha384 sha512 shobj_description sign similar_escape
  similar_to_escape similarity sin sind sinh slope split_part sqrt statement_timestamp stddev stddev_pop
  stddev_samp string_agg string_to_array string_to_table strip strpos substr substring sum tan tand tanh
  text textlen time timestamp timestamptz timetz timezone to_ascii to_char to_date to_hex to_json to_jsonb
  to_number to_regclass to_regcollation to_regnamespace to_regoper to_regoperator to_regproc
  to_regprocedure to_regrole to_regtype to_timestamp to_tsquery to_tsvector transaction_timestamp
  translate trim trim_array trim_scale trunc ts_debug ts_delete ts_filter ts_headline ts_lexize ts_parse
  ts_rank ts_rank_cd tsmultirange tsquery_phrase tsrange tstzmultirange tstzrange tsvector_to_array
  txid_current txid_current_if_assigned txid_current_snapshot txid_visible_in_snapshot unaccent unistr
  text2ltree ltree2text subltree subpath nlevel unnest upper upper_inc upper_inf uuid_extract_timestamp uuid_extract_version uuid_generate_v3
  uuid_generate_v5 uuid_nil uuid_ns_dns uuid_ns_url var_pop var_samp varbit varchar variance version
  websearch_to_tsquery width width_bucket xid xml xml_is_well_formed xml_is_well_formed_content
  xml_is_well_formed_document xmlagg xmlcomment xmlexists xmlvalidate xpath xpath_exists
  aclcontains acldefault aclexplode aclinsert aclremove array_cat arraycontained arraycontains
  arrayoverlap bound_box box_distance cash_words database_to_xml dround dsqrt dtrunc hash_array
  hash_record hashint4 hashint8 hashtextextended in_range inet_merge inet_same_family json_array_element
  json_array_element_text json_object_field json_object_field_text json_to_recordset jsonb_array_element
  jsonb_array_element_text jsonb_concat jsonb_contained jsonb_contains jsonb_delete jsonb_delete_path
  jsonb_exists jsonb_exists_all jsonb_exists_any jsonb_object_field jsonb_object_field_text path_length
  point_distance poly_distance regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope regr_sxx
  regr_sxy regr_syy schema_to_xml schema_to_xmlschema starts_with table_to_xml table_to_xmlschema
  textcat texteq textlike ts_rewrite ts_token_type txid_snapshot_xip txid_snapshot_xmax
  txid_snapshot_xmin
`)

/** Supabase's own, which are there before the first migration: `language sql stable` (its auth server's migrations). */
export const steadyInSchema: ReadonlySet<string> = namesOf('auth.uid auth.role auth.email auth.jwt')

function namesOf(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/))
}
