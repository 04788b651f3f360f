/** Functions of the server itself: MariaDB 10.11, information_schema.sql_functions; MySQL 8.0 manual, 14.1. */
const builtIn: ReadonlySet<string> = namesOf(`
  abs acos add_months adddate addtime aes_decrypt aes_encrypt any_value asin asymmetric_decrypt
  asymmetric_encrypt asymmetric_sign asymmetric_verify atan atan2 benchmark bin bin_to_uuid binlog_gtid_pos
  bit_and bit_count bit_length bit_or bit_xor cast ceil ceiling char char_length character_length chr
  coalesce coercibility collation column_check column_exists column_json column_list compress concat
  concat_operator_oracle concat_ws connection_id conv convert convert_tz cos cot count crc32 crc32c
  cume_dist curdate current_date current_role current_time current_timestamp current_user curtime database
  date date_add date_format date_sub datediff day dayname dayofmonth dayofweek dayofyear decode
  decode_histogram decode_oracle default degrees dense_rank des_decrypt des_encrypt elt encode encrypt exp
  export_set extract extractvalue field find_in_set first_value floor format format_bytes format_pico_time
  found_rows from_base64 from_days from_unixtime geomcollection geometrycollection get_format get_lock
  greatest group_concat grouping gtid_subset gtid_subtract hex hour icu_version if ifnull inet6_aton
  inet6_ntoa inet_aton inet_ntoa insert instr interval is_free_lock is_ipv4 is_ipv4_compat is_ipv4_mapped
  is_ipv6 is_used_lock is_visible_dd_object isnull json_array json_array_append json_array_insert
  json_arrayagg json_compact json_contains json_contains_path json_depth json_detailed json_equals
  json_exists json_extract json_insert json_keys json_length json_loose json_member_of json_merge
  json_merge_patch json_merge_preserve json_normalize json_object json_objectagg json_overlaps json_pretty
  json_query json_quote json_remove json_replace json_schema_valid json_schema_validation_report json_search
  json_set json_storage_free json_storage_size json_table json_type json_unquote json_valid json_value kdf
  lag last_day last_insert_id last_value lastval lcase lead least left length lengthb linestring ln
  load_file localtime localtimestamp locate log log10 log2 lower lpad lpad_oracle ltrim ltrim_oracle
  make_set makedate maketime master_gtid_wait master_pos_wait max md5 median microsecond mid min minute mod
  month monthname multilinestring multipoint multipolygon name_const natural_sort_key nextval now nth_value
  ntile nullif nvl nvl2 oct octet_length old_password ord password percent_rank percentile_cont
  percentile_disc period_add period_diff pi point polygon position pow power ps_current_thread_id
  ps_thread_id quarter quote radians rand random_bytes rank regexp_instr regexp_like regexp_replace
  regexp_substr release_all_locks release_lock repeat replace replace_oracle reverse right round row_count
  row_number rpad rpad_oracle rtrim rtrim_oracle schema schemas sec_to_time second session_user sformat sha
  sha1 sha2 sign sin sleep soundex source_pos_wait space sqrt statement_digest statement_digest_text std
  stddev stddev_pop stddev_samp str_to_date strcmp subdate substr substr_oracle substring substring_index
  subtime sum sys_guid sysdate system_user tan time time_format time_to_sec timediff timestamp timestampadd
  timestampdiff to_base64 to_char to_days to_seconds trim trim_oracle truncate ucase uncompress
  uncompressed_length unhex unix_timestamp updatexml upper user utc_date utc_time utc_timestamp uuid
  uuid_short uuid_to_bin validate_password_strength value values var_pop var_samp variance vec_distance
  vec_distance_cosine vec_distance_euclidean vec_fromtext vec_totext version wait_for_executed_gtid_set week
  weekday weekofyear weight_string wsrep_last_seen_gtid wsrep_last_written_gtid wsrep_sync_wait_upto_gtid x
  y year yearweek
`)

/** Words of the grammar and types that a parenthesis may follow. */
const otherWords: ReadonlySet<string> = namesOf(`
  against all any as in some over columns path nested using partition row rows exists by of lateral on and
  or not xor div between when then else set limit offset binary signed unsigned decimal numeric json nchar
  varchar float double real int integer character tinyint smallint mediumint bigint bit text blob tinytext mediumtext longtext dec fixed number varchar2
  raw varbinary enum geometry inet4 inet6 datetime index key match union sets rollup order join window within
  select where having return case end like rlike regexp escape from into system_time
`)

/** Geometry: all that begins with `st_` or `mbr` computes (MySQL 8.0 manual, 14.16). */
export function isBuiltIn(name: string): boolean {
  const lower = name.toLowerCase()
  return builtIn.has(lower) || otherWords.has(lower) || /^(?:st_|mbr|wsrep_)/.test(lower)
}

function namesOf(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/))
}
