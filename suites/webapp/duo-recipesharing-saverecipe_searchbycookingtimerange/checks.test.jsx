import React from 'react';
import { render, screen, act, fireEvent } from '@testing-library/react';
import { MemoryRouter } from 'react-router-dom';
import fetchMock from 'fetch-mock';
import '@testing-library/jest-dom';
import App from './saveRecipe_searchByCookingTimeRange';

afterEach(() => {
  fetchMock.reset();
  fetchMock.restore();
});

test('successfully saves a recipe to user profile', async () => {
  fetchMock.post('/save-recipe', 200);

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText('Recipe saved successfully')).toBeNull(); // added
  expect(screen.queryByText('Failed to save recipe')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByTestId('recipe-input'), { target: { value: 'Recipe 1' }}); });
  await act(async () => { fireEvent.click(screen.getByTestId('save-button')); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Recipe saved successfully')).toBeInTheDocument();
  expect(screen.queryByText('Failed to save recipe')).toBeNull(); // added
}, 10000);

test('shows error message when failing to save a recipe', async () => {
  fetchMock.post('/save-recipe', 500);

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText('Recipe saved successfully')).toBeNull(); // added
  expect(screen.queryByText('Failed to save recipe')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByTestId('recipe-input'), { target: { value: 'Recipe 1' }}); });
  await act(async () => { fireEvent.click(screen.getByTestId('save-button')); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Failed to save recipe')).toBeInTheDocument();
  expect(screen.queryByText('Recipe saved successfully')).toBeNull(); // added
}, 10000);

test('Ensure recipes can be searched by a range of cooking times - success', async () => {
  fetchMock.get('/api/recipes?cookTime=10-30', { recipes: [{ id: 6, title: 'Quick Breakfast' }] });

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText('Quick Breakfast')).toBeNull(); // added
  expect(screen.queryByText('Failed to fetch recipes')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByPlaceholderText('Enter cooking time range...'), { target: { value: '10-30' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Search')); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Quick Breakfast')).toBeInTheDocument();
  expect(screen.queryByText('Failed to fetch recipes')).toBeNull(); // added
}, 10000);

test('Ensure recipes can be searched by a range of cooking times - failure', async () => {
  fetchMock.get('/api/recipes?cookTime=10-30', 500);

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  expect(screen.queryByText('Quick Breakfast')).toBeNull(); // added
  expect(screen.queryByText('Failed to fetch recipes')).toBeNull(); // added
  await act(async () => { fireEvent.change(screen.getByPlaceholderText('Enter cooking time range...'), { target: { value: '10-30' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Search')); });

  expect(fetchMock.calls()).toHaveLength(1);
  expect(screen.getByText('Failed to fetch recipes')).toBeInTheDocument();
  expect(screen.queryByText('Quick Breakfast')).toBeNull(); // added
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('successfully saves a recipe to user profile, after a failure', async () => {
  fetchMock.post('/save-recipe', 500);

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('recipe-input'), { target: { value: 'Recipe 1' }}); });
  await act(async () => { fireEvent.click(screen.getByTestId('save-button')); });

  fetchMock.reset();
  fetchMock.post('/save-recipe', 200);
  if (screen.queryAllByTestId('recipe-input').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByTestId('recipe-input'), { target: { value: 'Recipe 1' }}); });
  if (screen.queryAllByTestId('save-button').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByTestId('save-button')); });

  if (screen.queryAllByText('Recipe saved successfully').length) expect(screen.queryByText('Failed to save recipe')).toBeNull();
}, 10000);

// added: after a failure, a success takes its message away. It counts only if the page lets one try again.
test('Ensure recipes can be searched by a range of cooking times - success, after a failure', async () => {
  fetchMock.get('/api/recipes?cookTime=10-30', 500);

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByPlaceholderText('Enter cooking time range...'), { target: { value: '10-30' } }); });
  await act(async () => { fireEvent.click(screen.getByText('Search')); });

  fetchMock.reset();
  fetchMock.get('/api/recipes?cookTime=10-30', { recipes: [{ id: 6, title: 'Quick Breakfast' }] });
  if (screen.queryAllByPlaceholderText('Enter cooking time range...').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByPlaceholderText('Enter cooking time range...'), { target: { value: '10-30' } }); });
  if (screen.queryAllByText('Search').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByText('Search')); });

  if (screen.queryAllByText('Quick Breakfast').length) expect(screen.queryByText('Failed to fetch recipes')).toBeNull();
}, 10000);

// added: after a success, a failure takes its message away. It counts only if the page lets one try again.
test('shows error message when failing to save a recipe, after a success', async () => {
  fetchMock.post('/save-recipe', 200);

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('recipe-input'), { target: { value: 'Recipe 1' }}); });
  await act(async () => { fireEvent.click(screen.getByTestId('save-button')); });

  fetchMock.reset();
  fetchMock.post('/save-recipe', 500);
  if (screen.queryAllByTestId('recipe-input').length !== 1) return;
  await act(async () => { fireEvent.change(screen.getByTestId('recipe-input'), { target: { value: 'Recipe 1' }}); });
  if (screen.queryAllByTestId('save-button').length !== 1) return;
  await act(async () => { fireEvent.click(screen.getByTestId('save-button')); });

  if (screen.queryAllByText('Failed to save recipe').length) expect(screen.queryByText('Recipe saved successfully')).toBeNull();
}, 10000);

// added: no message before the server answers.
test('successfully saves a recipe to user profile, not before the answer', async () => {
  let answer;
  fetchMock.post('/save-recipe', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByTestId('recipe-input'), { target: { value: 'Recipe 1' }}); });
  await act(async () => { fireEvent.click(screen.getByTestId('save-button')); });
  expect(screen.queryByText('Recipe saved successfully')).toBeNull();
  expect(screen.queryByText('Failed to save recipe')).toBeNull();
  await act(async () => { answer(200); });

  expect(screen.getByText('Recipe saved successfully')).toBeInTheDocument();
}, 10000);

// added: no message before the server answers. Then the page shows what the server answered.
test('Ensure recipes can be searched by a range of cooking times - success, not before the answer', async () => {
  let answer;
  fetchMock.get('/api/recipes?cookTime=5-15', new Promise((resolve) => { answer = resolve; }));

  await act(async () => { render(<MemoryRouter><App /></MemoryRouter>); });
  await act(async () => { fireEvent.change(screen.getByPlaceholderText('Enter cooking time range...'), { target: { value: '5-15' } }); });
  if (screen.getByPlaceholderText('Enter cooking time range...').value !== '5-15') return; // the page offers other choices
  await act(async () => { fireEvent.click(screen.getByText('Search')); });
  expect(screen.queryByText('Toast')).toBeNull();
  expect(screen.queryByText('Failed to fetch recipes')).toBeNull();
  await act(async () => { answer({ recipes: [{ id: 7, title: 'Toast' }, { id: 8, title: 'Omelette' }] }); });

  expect(screen.getByText('Toast')).toBeInTheDocument();
  expect(screen.getByText('Omelette')).toBeInTheDocument();
}, 10000);
