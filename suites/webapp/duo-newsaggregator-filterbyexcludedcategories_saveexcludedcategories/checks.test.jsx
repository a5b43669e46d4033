import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import App from './filterByExcludedCategories_saveExcludedCategories';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('filters articles by excluded categories successfully', async () => {
  fetchMock.get('/api/articles?excludedCategories=Sports', { status: 200, body: [{ id: 2, title: 'Non-Sports News' }] });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText('Non-Sports News')).toBeNull(); // added
  expect(screen.queryByText('Failed to filter articles')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByTestId('excluded-categories-filter-input'), { target: { value: 'Sports' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('apply-excluded-categories-filter-button')); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Non-Sports News')).toBeInTheDocument();
  expect(screen.queryByText('Failed to filter articles')).toBeNull(); // added
}, 10000);

test('fails to filter articles by excluded categories', async () => {
  fetchMock.get('/api/articles?excludedCategories=Sports', { status: 500 });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText('Non-Sports News')).toBeNull(); // added
  expect(screen.queryByText('Failed to filter articles')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByTestId('excluded-categories-filter-input'), { target: { value: 'Sports' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('apply-excluded-categories-filter-button')); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Failed to filter articles')).toBeInTheDocument();
  expect(screen.queryByText('Non-Sports News')).toBeNull(); // added
}, 10000);

test('saves user-excluded categories successfully', async () => {
  fetchMock.post('/api/save-excluded-categories', { status: 200 });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText('Excluded categories saved')).toBeNull(); // added
  expect(screen.queryByText('Failed to save excluded categories')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByTestId('excluded-categories-input'), { target: { value: 'Sports' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('save-excluded-categories-button')); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Excluded categories saved')).toBeInTheDocument();
  expect(screen.queryByText('Failed to save excluded categories')).toBeNull(); // added
}, 10000);

test('fails to save user-excluded categories', async () => {
  fetchMock.post('/api/save-excluded-categories', { status: 500 });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText('Excluded categories saved')).toBeNull(); // added
  expect(screen.queryByText('Failed to save excluded categories')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByTestId('excluded-categories-input'), { target: { value: 'Sports' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('save-excluded-categories-button')); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Failed to save excluded categories')).toBeInTheDocument();
  expect(screen.queryByText('Excluded categories saved')).toBeNull(); // added
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('filters articles by excluded categories successfully, after a failure', async () => {
  fetchMock.get('/api/articles?excludedCategories=Sports', { status: 500 });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('excluded-categories-filter-input'), { target: { value: 'Sports' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('apply-excluded-categories-filter-button')); });

  fetchMock.reset();
  fetchMock.get('/api/articles?excludedCategories=Sports', { status: 200, body: [{ id: 2, title: 'Non-Sports News' }] });
  if (screen.queryAllByTestId('excluded-categories-filter-input').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByTestId('excluded-categories-filter-input'), { target: { value: 'Sports' } }); });
  if (screen.queryAllByTestId('apply-excluded-categories-filter-button').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByTestId('apply-excluded-categories-filter-button')); });

  if (screen.queryAllByText('Non-Sports News').length) expect(screen.queryByText('Failed to filter articles')).toBeNull();
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('saves user-excluded categories successfully, after a failure', async () => {
  fetchMock.post('/api/save-excluded-categories', { status: 500 });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('excluded-categories-input'), { target: { value: 'Sports' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('save-excluded-categories-button')); });

  fetchMock.reset();
  fetchMock.post('/api/save-excluded-categories', { status: 200 });
  if (screen.queryAllByTestId('excluded-categories-input').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByTestId('excluded-categories-input'), { target: { value: 'Sports' } }); });
  if (screen.queryAllByTestId('save-excluded-categories-button').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByTestId('save-excluded-categories-button')); });

  if (screen.queryAllByText('Excluded categories saved').length) expect(screen.queryByText('Failed to save excluded categories')).toBeNull();
}, 10000);

// added: after a success, a failure takes its message away. It counts only if the page lets one try again.
test('fails to save user-excluded categories, after a success', async () => {
  fetchMock.post('/api/save-excluded-categories', { status: 200 });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('excluded-categories-input'), { target: { value: 'Sports' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('save-excluded-categories-button')); });

  fetchMock.reset();
  fetchMock.post('/api/save-excluded-categories', { status: 500 });
  if (screen.queryAllByTestId('excluded-categories-input').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByTestId('excluded-categories-input'), { target: { value: 'Sports' } }); });
  if (screen.queryAllByTestId('save-excluded-categories-button').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByTestId('save-excluded-categories-button')); });

  if (screen.queryAllByText('Failed to save excluded categories').length) expect(screen.queryByText('Excluded categories saved')).toBeNull();
}, 10000);

// added: no message before the server answers. Then the page shows what the server answered.
test('filters articles by excluded categories successfully, not before the answer', async () => {
  let answer;
  fetchMock.get('/api/articles?excludedCategories=Politics', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('excluded-categories-filter-input'), { target: { value: 'Politics' } }); });
  if (screen.getByTestId('excluded-categories-filter-input').value !== 'Politics') return; // the page offers other choices
  await act(async () => { fireEvent.click(screen.getByTestId('apply-excluded-categories-filter-button')); });
  expect(screen.queryByText('Weather Report')).toBeNull();
  expect(screen.queryByText('Failed to filter articles')).toBeNull();
  await act(async () => { answer({ status: 200, body: [{ id: 3, title: 'Weather Report' }, { id: 4, title: 'New Music' }] }); });

  expect(screen.getByText('Weather Report')).toBeInTheDocument();
  expect(screen.getByText('New Music')).toBeInTheDocument();
}, 10000);

// added: no message before the server answers.
test('saves user-excluded categories successfully, not before the answer', async () => {
  let answer;
  fetchMock.post('/api/save-excluded-categories', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('excluded-categories-input'), { target: { value: 'Sports' } }); });
  await act(async () => { fireEvent.click(screen.getByTestId('save-excluded-categories-button')); });
  expect(screen.queryByText('Excluded categories saved')).toBeNull();
  expect(screen.queryByText('Failed to save excluded categories')).toBeNull();
  await act(async () => { answer({ status: 200 }); });

  expect(screen.getByText('Excluded categories saved')).toBeInTheDocument();
}, 10000);
