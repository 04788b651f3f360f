--
-- PostgreSQL database dump
--

\restrict e9aH1tlfS2odHxAPPVA8bSpieX1w2XlNnR1I1vl94TpebglbRbLVslbYTrQviOU

-- Dumped from database version 15.20 (Debian 15.20-0+deb12u1)
-- Dumped by pg_dump version 15.20 (Debian 15.20-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: audit; Type: SCHEMA; Schema: -; Owner: postgres
--

CREATE SCHEMA audit;


ALTER SCHEMA audit OWNER TO postgres;

--
-- Name: kind; Type: TYPE; Schema: audit; Owner: postgres
--

CREATE TYPE audit.kind AS ENUM (
    'new',
    'gone'
);


ALTER TYPE audit.kind OWNER TO postgres;

--
-- Name: mood; Type: TYPE; Schema: public; Owner: postgres
--

CREATE TYPE public.mood AS ENUM (
    'sad',
    'ok',
    'happy'
);


ALTER TYPE public.mood OWNER TO postgres;

--
-- Name: pair; Type: TYPE; Schema: public; Owner: postgres
--

CREATE TYPE public.pair AS (
	a integer,
	b text
);


ALTER TYPE public.pair OWNER TO postgres;

--
-- Name: positive; Type: DOMAIN; Schema: public; Owner: postgres
--

CREATE DOMAIN public.positive AS integer
	CONSTRAINT positive_check CHECK ((VALUE > 0));


ALTER DOMAIN public.positive OWNER TO postgres;

--
-- Name: tidy(); Type: PROCEDURE; Schema: public; Owner: postgres
--

CREATE PROCEDURE public.tidy()
    LANGUAGE sql
    AS $$SELECT 1$$;


ALTER PROCEDURE public.tidy() OWNER TO postgres;

--
-- Name: touch(); Type: FUNCTION; Schema: public; Owner: postgres
--

CREATE FUNCTION public.touch() RETURNS trigger
    LANGUAGE plpgsql
    AS $$BEGIN RETURN NEW; END$$;


ALTER FUNCTION public.touch() OWNER TO postgres;

--
-- Name: twice(integer); Type: FUNCTION; Schema: public; Owner: postgres
--

CREATE FUNCTION public.twice(n integer) RETURNS integer
    LANGUAGE sql
    AS $$SELECT 2 * n$$;


ALTER FUNCTION public.twice(n integer) OWNER TO postgres;

SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: log; Type: TABLE; Schema: audit; Owner: postgres
--

CREATE TABLE audit.log (
    id integer NOT NULL,
    kind audit.kind,
    user_id bigint
);


ALTER TABLE audit.log OWNER TO postgres;

--
-- Name: log_id_seq; Type: SEQUENCE; Schema: audit; Owner: postgres
--

CREATE SEQUENCE audit.log_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE audit.log_id_seq OWNER TO postgres;

--
-- Name: log_id_seq; Type: SEQUENCE OWNED BY; Schema: audit; Owner: postgres
--

ALTER SEQUENCE audit.log_id_seq OWNED BY audit.log.id;


--
-- Name: events; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.events (
    id integer NOT NULL,
    at date NOT NULL,
    kind text
)
PARTITION BY RANGE (at);


ALTER TABLE public.events OWNER TO postgres;

--
-- Name: events_2024; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.events_2024 (
    id integer NOT NULL,
    at date NOT NULL,
    kind text
);


ALTER TABLE public.events_2024 OWNER TO postgres;

--
-- Name: events_2026; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.events_2026 (
    id integer NOT NULL,
    at date NOT NULL,
    kind text
);


ALTER TABLE public.events_2026 OWNER TO postgres;

--
-- Name: events_rest; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.events_rest (
    id integer NOT NULL,
    at date NOT NULL,
    kind text
);


ALTER TABLE public.events_rest OWNER TO postgres;

--
-- Name: users; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.users (
    id bigint NOT NULL,
    email character varying(100) NOT NULL,
    name text,
    score numeric(10,2) DEFAULT 0,
    mood public.mood DEFAULT 'ok'::public.mood,
    born date,
    full_name text GENERATED ALWAYS AS ((name || (email)::text)) STORED,
    CONSTRAINT users_score_check CHECK ((score >= (0)::numeric))
);


ALTER TABLE public.users OWNER TO postgres;

--
-- Name: happy_users; Type: VIEW; Schema: public; Owner: postgres
--

CREATE VIEW public.happy_users AS
 SELECT users.id,
    users.name
   FROM public.users
  WHERE (users.mood = 'happy'::public.mood);


ALTER TABLE public.happy_users OWNER TO postgres;

--
-- Name: happy_names; Type: MATERIALIZED VIEW; Schema: public; Owner: postgres
--

CREATE MATERIALIZED VIEW public.happy_names AS
 SELECT happy_users.name
   FROM public.happy_users
  WITH NO DATA;


ALTER TABLE public.happy_names OWNER TO postgres;

--
-- Name: lines; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.lines (
    order_id integer NOT NULL,
    line integer NOT NULL,
    item text
);


ALTER TABLE public.lines OWNER TO postgres;

--
-- Name: orders; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.orders (
    id integer NOT NULL,
    user_id bigint NOT NULL,
    total integer DEFAULT 0,
    placed timestamp with time zone DEFAULT now(),
    CONSTRAINT total_positive CHECK ((total > 0))
);


ALTER TABLE public.orders OWNER TO postgres;

--
-- Name: TABLE orders; Type: COMMENT; Schema: public; Owner: postgres
--

COMMENT ON TABLE public.orders IS 'what was bought';


--
-- Name: COLUMN orders.total; Type: COMMENT; Schema: public; Owner: postgres
--

COMMENT ON COLUMN public.orders.total IS 'in cents';


--
-- Name: orders_id_seq; Type: SEQUENCE; Schema: public; Owner: postgres
--

ALTER TABLE public.orders ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.orders_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: tickets; Type: SEQUENCE; Schema: public; Owner: postgres
--

CREATE SEQUENCE public.tickets
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE public.tickets OWNER TO postgres;

--
-- Name: users_id_seq; Type: SEQUENCE; Schema: public; Owner: postgres
--

CREATE SEQUENCE public.users_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE public.users_id_seq OWNER TO postgres;

--
-- Name: users_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: postgres
--

ALTER SEQUENCE public.users_id_seq OWNED BY public.users.id;


--
-- Name: events_2024; Type: TABLE ATTACH; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.events ATTACH PARTITION public.events_2024 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');


--
-- Name: events_rest; Type: TABLE ATTACH; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.events ATTACH PARTITION public.events_rest DEFAULT;


--
-- Name: log id; Type: DEFAULT; Schema: audit; Owner: postgres
--

ALTER TABLE ONLY audit.log ALTER COLUMN id SET DEFAULT nextval('audit.log_id_seq'::regclass);


--
-- Name: users id; Type: DEFAULT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.users ALTER COLUMN id SET DEFAULT nextval('public.users_id_seq'::regclass);


--
-- Name: lines lines_pkey; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.lines
    ADD CONSTRAINT lines_pkey PRIMARY KEY (order_id, line);


--
-- Name: orders orders_pkey; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_pkey PRIMARY KEY (id);


--
-- Name: users users_email_key; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_email_key UNIQUE (email);


--
-- Name: users users_name_born; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_name_born UNIQUE (name, born);


--
-- Name: users users_pkey; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (id);


--
-- Name: lines_item_line_idx; Type: INDEX; Schema: public; Owner: postgres
--

CREATE INDEX lines_item_line_idx ON public.lines USING btree (item) INCLUDE (line);


--
-- Name: users_by_lower; Type: INDEX; Schema: public; Owner: postgres
--

CREATE INDEX users_by_lower ON public.users USING btree (lower((email)::text));


--
-- Name: users_by_name; Type: INDEX; Schema: public; Owner: postgres
--

CREATE INDEX users_by_name ON public.users USING btree (name, born);


--
-- Name: users_happy; Type: INDEX; Schema: public; Owner: postgres
--

CREATE UNIQUE INDEX users_happy ON public.users USING btree (born) WHERE (mood = 'happy'::public.mood);


--
-- Name: orders orders_touch; Type: TRIGGER; Schema: public; Owner: postgres
--

CREATE TRIGGER orders_touch BEFORE UPDATE ON public.orders FOR EACH ROW EXECUTE FUNCTION public.touch();


--
-- Name: log log_user_id_fkey; Type: FK CONSTRAINT; Schema: audit; Owner: postgres
--

ALTER TABLE ONLY audit.log
    ADD CONSTRAINT log_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);


--
-- Name: lines lines_order_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.lines
    ADD CONSTRAINT lines_order_id_fkey FOREIGN KEY (order_id) REFERENCES public.orders(id) ON UPDATE CASCADE;


--
-- Name: orders orders_user_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.orders
    ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;


--
-- Name: orders; Type: ROW SECURITY; Schema: public; Owner: postgres
--

ALTER TABLE public.orders ENABLE ROW LEVEL SECURITY;

--
-- Name: orders own; Type: POLICY; Schema: public; Owner: postgres
--

CREATE POLICY own ON public.orders USING ((user_id = 1));


--
-- Name: TABLE orders; Type: ACL; Schema: public; Owner: postgres
--

GRANT SELECT,INSERT ON TABLE public.orders TO PUBLIC;


--
-- PostgreSQL database dump complete
--

\unrestrict e9aH1tlfS2odHxAPPVA8bSpieX1w2XlNnR1I1vl94TpebglbRbLVslbYTrQviOU

